/**
 * What the client does, as one JSON object: calls a second of a text there and back over one socket,
 * 64 at a time, and the milliseconds of its own that a call with a 1080p image in and out takes.
 *
 *     node bench/socket.mjs http://localhost:7860 ROUNDS SECONDS
 */

import { connect, Tensor } from "@rpcface/client";
import { decodeFrames, encodeFrames, Flag } from "../dist/frames.js";

const AT_ONCE = 64;
const IMAGES = 50;
const TEXT = "Some hundred bytes, which is what people write into a box. ".repeat(2);

const [address, rounds = "7", seconds = "2"] = process.argv.slice(2);

async function echo() {
    const client = await connect(address, { transport: "socket" });
    const remote = client.interface("echo_async");
    async function rate(ms) {
        const started = performance.now();
        let count = 0;
        async function caller() {
            while (performance.now() - started < ms) {
                const { output } = await remote.predict({ text: TEXT });
                if (output !== TEXT) {
                    throw new Error(`wanted the text; came ${output}`);
                }
                count += 1;
            }
        }
        await Promise.all(Array.from({ length: AT_ONCE }, caller));
        return (count / (performance.now() - started)) * 1000;
    }
    await rate(500); // what is compiled then is compiled
    const rates = [];
    for (let round = 0; round < Number(rounds); round += 1) {
        rates.push(await rate(Number(seconds) * 1000));
    }
    client.close();
    return rates;
}

/** A socket without a wire: it asks the server once of each kind, and then gives the same bytes again. */
class Remembering {
    readyState = 1;
    #known = new Map();
    #methods = new Map();
    #bodies = new Map();

    send(message) {
        for (const { call, flags, data } of decodeFrames(message)) {
            if (flags === Flag.open) {
                this.#methods.set(call, JSON.parse(new TextDecoder().decode(data)).method);
            } else if (flags === Flag.message) {
                this.#bodies.set(call, data);
            } else if (flags === Flag.end) {
                void this.#answer(call);
            }
        }
    }

    async #answer(call) {
        const method = this.#methods.get(call);
        if (!this.#known.has(method)) {
            const headers = { "content-type": "application/proto" };
            const init = { method: "POST", headers, body: this.#bodies.get(call) };
            const answer = await fetch(`${address}/${method}`, init);
            const data = new Uint8Array(await answer.arrayBuffer());
            this.#known.set(method, [...encodeFrames([{ call, flags: Flag.message, pieces: [data] }])][0]);
        }
        const message = this.#known.get(method);
        new DataView(message.buffer).setUint32(0, call);
        this.onmessage({ data: message.buffer });
        const end = { call, flags: Flag.end, pieces: [new TextEncoder().encode("{}")] };
        this.onmessage({ data: [...encodeFrames([end])][0].buffer });
    }

    close() {
        this.readyState = 3;
    }
}

async function image() {
    const client = await connect(address, { transport: "socket", openSocket: () => new Remembering() });
    const remote = client.interface("invert");
    const pixels = new Tensor([1080, 1920, 3], new Uint8Array(1080 * 1920 * 3).fill(7));
    const accept = ["application/vnd.rpcface.value"];
    const times = [];
    for (let call = 0; call < IMAGES; call += 1) {
        const started = performance.now();
        const { output } = await remote.predict({ image: pixels }, { accept });
        times.push(performance.now() - started);
        if (!(output instanceof Tensor) || output.data[0] !== 248) {
            throw new Error("the answer is not what was wanted");
        }
    }
    client.close();
    return times.slice(1);
}

console.log(JSON.stringify({ echo: await echo(), image: await image() }));
