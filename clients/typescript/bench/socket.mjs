/**
 * What the client does, as one JSON object: calls a second of a text there and back over one socket,
 * 64 at a time, and the milliseconds of its own that a call with a 1080p image in and out takes.
 *
 *     node bench/socket.mjs http://localhost:7860 ROUNDS SECONDS
 */

import { createConnectTransport } from "@connectrpc/connect-web";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { connect, Tensor } from "@rpcface/client";

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

/** A transport that asks the server once, and then gives the same bytes again. */
function remembering() {
    const http = createConnectTransport({ baseUrl: address, useBinaryFormat: true });
    const known = new Map();
    return {
        ...http,
        async unary(method, signal, timeoutMs, header, message) {
            const request = toBinary(method.input, create(method.input, message));
            if (!known.has(method.name)) {
                const answer = await http.unary(
                    method,
                    signal,
                    timeoutMs,
                    header,
                    fromBinary(method.input, request),
                );
                known.set(method.name, { ...answer, message: toBinary(method.output, answer.message) });
            }
            const answer = known.get(method.name);
            return { ...answer, message: fromBinary(method.output, answer.message) };
        },
    };
}

async function image() {
    const client = await connect(address, { transport: remembering() });
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
