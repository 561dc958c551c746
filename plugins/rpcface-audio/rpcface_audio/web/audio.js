// Draws the component "audio": a waveform to play, seek and trim; a microphone; files.
// Plain JavaScript, and one file: it is served as it lies here.

export const rpcface = { api: 1 };

export const css = `
  :host { --line: var(--rf-line, #dfdfe6); --quiet: var(--rf-quiet, #5d5d69); --accent: var(--rf-accent, #4f46e5); }
  [hidden] { display: none !important; }
  .box { border: 1px solid var(--line); border-radius: var(--rf-radius, 10px); background: var(--rf-sunken, transparent); }
  .box.player { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 0.75rem; align-items: center;
    padding: 0.6rem 0.75rem; }
  .nothing { height: 3.75rem; }
  .wave { position: relative; height: 3.5rem; border-radius: 4px; touch-action: pan-y; }
  .seek { position: absolute; inset: 0; border-radius: 4px; cursor: pointer; }
  canvas { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
  canvas.rest { color: color-mix(in oklab, var(--rf-line-strong, #85858f) 62%, transparent); }
  canvas.played { color: var(--accent); }
  canvas.live { color: var(--rf-danger, #b42318); }
  .head { position: absolute; inset-block: -2px; width: 2px; margin-inline-start: -1px; border-radius: 1px;
    background: var(--accent); pointer-events: none; }
  .cut { position: absolute; inset-block: 0; pointer-events: none;
    background: color-mix(in oklab, var(--rf-sunken, Canvas) 78%, transparent); }
  .handle { position: absolute; inset-block: 0; width: 1.1rem; margin-inline-start: -0.55rem; cursor: ew-resize; touch-action: none; }
  .handle::after { content: ""; position: absolute; inset-block: 0; inset-inline-start: calc(50% - 2px); width: 4px;
    border-radius: 2px; background: var(--quiet); opacity: 0; transition: opacity 120ms; }
  .wave:hover .handle::after, .handle:focus-visible::after, .wave.is-cut .handle::after { opacity: 0.85; }
  .handle:focus-visible { outline: none; }
  .handle:focus-visible::after { background: var(--accent); outline: 2px solid var(--accent); outline-offset: 2px; }
  .time { color: var(--quiet); font-size: var(--rf-small, 0.8125rem); font-variant-numeric: tabular-nums; white-space: nowrap; }
  .time b { color: var(--rf-ink, inherit); font-weight: 550; }
  button, a.button { display: inline-flex; align-items: center; gap: 0.4rem; border: 1px solid transparent;
    border-radius: var(--rf-radius, 10px); padding: 0.3rem 0.55rem; background: none; color: var(--quiet);
    font: 500 var(--rf-small, 0.8125rem) / 1.3 var(--rf-font, system-ui); text-decoration: none; cursor: pointer; }
  button:hover, a.button:hover { background: var(--rf-sunken, #f4f4f7); color: var(--rf-ink, inherit); }
  button.round { width: 2.5rem; height: 2.5rem; justify-content: center; padding: 0; border-radius: 50%;
    background: var(--accent); color: var(--rf-on-accent, #fff); }
  button.round:hover { background: var(--rf-accent-strong, #4338ca); color: var(--rf-on-accent, #fff); }
  button.stop { background: var(--rf-danger, #b42318); color: var(--rf-panel, #fff); }
  button.stop:hover { background: color-mix(in oklab, var(--rf-danger, #b42318), black 12%); color: var(--rf-panel, #fff); }
  button.strong { border-color: var(--accent); color: var(--accent); }
  button:disabled { opacity: 0.5; cursor: default; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 0.15rem; margin-block-start: 0.35rem; }
  .about { flex: 1 1 8rem; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--quiet);
    font-size: var(--rf-small, 0.8125rem); }
  label { display: grid; place-content: center; justify-items: center; gap: 0.1rem; min-height: 6rem; padding: 0.9rem; text-align: center; cursor: pointer;
    border: 1.5px dashed var(--rf-line-strong, #85858f); border-radius: var(--rf-radius, 10px); background: var(--rf-sunken, transparent);
    color: var(--quiet); }
  label:hover, label.over { border-color: var(--accent); background: var(--rf-accent-soft, #eef0ff); }
  label:focus-within { outline: 2px solid var(--accent); outline-offset: 2px; }
  label strong { color: var(--rf-ink, inherit); font-weight: 550; }
  label small { font-size: var(--rf-small, 0.8125rem); }
  input { position: absolute; width: 1px; height: 1px; opacity: 0; }
  .dot { width: 0.65rem; height: 0.65rem; border-radius: 50%; background: var(--rf-danger, #b42318); }
  svg { width: 1.05rem; height: 1.05rem; fill: currentColor; }
  @media (max-width: 30rem) { .box.player { gap: 0.5rem; } }
`;

const ICONS = { play: "M4 2.2v11.6L13.5 8z", pause: "M3.5 2.5h3.2v11H3.5zM9.3 2.5h3.2v11H9.3z", stop: "M3.5 3.5h9v9h-9z" };
const LONGEST = 30 * 60; // seconds of which a waveform is made: their samples are 700 MB
const BUCKETS = 4000;
const SHORTEST = 0.02;

export default {
  render({ model, el, signal, host }) {
    let part = new AbortController();
    let undo; // what stood there before a trim
    const put = (value) => {
      host.setValidity("");
      model.set("value", value);
      model.save_changes();
    };
    const take = async (file) => {
      try {
        put(await readable(file));
      } catch {
        host.setValidity("This is no sound that the browser can read.");
      }
    };
    const show = (make, ...given) => {
      part.abort();
      part = new AbortController();
      const hadFocus = el.getRootNode().activeElement !== null;
      el.replaceChildren(...make(page, AbortSignal.any([signal, part.signal]), ...given));
      if (hadFocus) {
        el.querySelector("button, input")?.focus();
      }
    };
    const page = {
      host,
      put,
      take,
      draw,
      canChange: model.get("interactive"),
      record: () => show(recorder),
      trimmed: (before, after) => {
        undo = { before, after };
        put(after);
      },
      undoOf: (value) => (undo?.after === value ? undo.before : undefined),
    };
    function draw() {
      const value = model.get("value");
      const isThere = value !== null && value !== undefined;
      show(isThere ? player : page.canChange ? empty : () => [made("div", { className: "box nothing" })], value);
    }
    model.on("change:value", draw);
    draw();
    return () => part.abort();
  },
};

/** Where a sound is dropped, pasted, chosen or recorded. */
function empty(page) {
  const input = made("input", { type: "file", accept: "audio/*,.wav,.flac,.ogg,.mp3" });
  input.setAttribute("aria-describedby", page.host.descriptionId);
  input.onchange = () => input.files[0] && page.take(input.files[0]);
  const label = made("label", {}, made("strong", {}, "Choose a sound"), made("small", {}, "or drop or paste it here"), input);
  const over = (isOver) => (event) => {
    event.preventDefault();
    label.classList.toggle("over", isOver);
  };
  label.ondragover = over(true);
  label.ondragleave = over(false);
  label.ondrop = (event) => {
    over(false)(event);
    const [file] = event.dataTransfer.files;
    return file && page.take(file);
  };
  label.onpaste = ({ clipboardData }) => clipboardData.files[0] && page.take(clipboardData.files[0]);
  const record = button("Record", page.record, {}, made("span", { className: "dot" }));
  const tools = made("div", { className: "tools" }, record);
  tools.hidden = navigator.mediaDevices === undefined; // a browser has none on pages without TLS
  return [label, tools];
}

/** A sound that can be played, and, where it is an input, trimmed. */
function player(page, signal, value) {
  const { host } = page;
  const audio = new Audio(sourceOf(value, host));
  audio.preload = "metadata";
  const [rest, played] = [made("canvas", { className: "rest" }), made("canvas", { className: "played" })];
  const head = made("div", { className: "head" });
  const seek = slider("Position", "seek");
  const wave = made("div", { className: "wave" }, seek, rest, played, head);
  const play = button("", () => (audio.paused ? audio.play() : audio.pause()), { className: "round" });
  const time = made("span", { className: "time" });
  const about = made("span", { className: "about" }, nameOf(value));
  const tools = made("div", { className: "tools" }, about);
  const state = { sound: undefined, from: 0, to: 1 };

  const length = () => state.sound?.duration ?? (Number.isFinite(audio.duration) ? audio.duration : 0);
  const update = () => {
    const [all, at] = [length(), audio.currentTime];
    const share = all > 0 ? Math.min(at / all, 1) : 0;
    played.style.clipPath = `inset(0 ${(1 - share) * 100}% 0 0)`;
    head.style.insetInlineStart = `${share * 100}%`;
    time.replaceChildren(made("b", {}, clock(at, all)), ` / ${clock(all, all)}`);
    tell(seek, at, all, `${clock(at, all)} of ${clock(all, all)}`);
    play.replaceChildren(icon(audio.paused ? "play" : "pause"));
    play.setAttribute("aria-label", `${audio.paused ? "Play" : "Pause"} ${host.label}`);
  };
  const paint = () => [rest, played].forEach((canvas) => bars(canvas, state.sound?.peaks ?? []));
  const go = (seconds) => {
    audio.currentTime = Math.max(0, Math.min(seconds, length()));
    update();
  };
  const step = () => {
    update();
    if (!audio.paused && state.to < 1 && audio.currentTime >= state.to * length()) {
      audio.pause();
    }
    if (!audio.paused && !signal.aborted) {
      requestAnimationFrame(step);
    }
  };
  audio.onplay = () => {
    const [from, to] = [state.from * length(), state.to * length()];
    if (audio.currentTime < from || audio.currentTime >= to) {
      audio.currentTime = from;
    }
    step();
  };
  audio.onpause = audio.onended = audio.onloadedmetadata = audio.onseeked = update;
  audio.onerror = () => (about.textContent = `${nameOf(value)} · this browser can't play it`);
  dragged(seek, wave, (share) => go(share * length()), signal);
  seek.addEventListener("keydown", (event) => {
    const jump = keyed(event, audio.currentTime, Math.min(5, length() / 20), length());
    if (event.key === " ") {
      event.preventDefault();
      play.click();
    } else if (jump !== undefined) {
      go(jump);
    }
  });
  observed(wave, paint, host, signal);
  signal.addEventListener("abort", () => {
    audio.pause();
    audio.removeAttribute("src");
  });
  if (page.canChange) {
    const trim = trimmer(wave, state, length);
    const keep = button("Trim", async () => page.trimmed(value, await cut(state, value)), { className: "strong" });
    const back = button("Undo", () => page.put(page.undoOf(value)));
    keep.hidden = true;
    back.hidden = page.undoOf(value) === undefined;
    trim.changed = () => (keep.hidden = state.from === 0 && state.to === 1);
    tools.append(keep, back);
    state.ready = () => wave.append(...trim.parts(signal));
  }
  const save = made("a", { className: "button", href: sourceOf(value, host), download: fileName(value, host) }, "Download");
  save.setAttribute("aria-label", `Download ${host.label}`);
  tools.append(save, ...(page.canChange ? [button("Remove", () => page.put(undefined))] : []));
  update();
  decoded(value, host, audio, signal).then((sound) => {
    state.sound = sound;
    about.textContent = [nameOf(value), ...sound.about].filter(Boolean).join(" · ");
    paint();
    update();
    state.ready?.();
  }, () => {}); // without a waveform it plays all the same
  return [made("div", { className: "box player" }, play, wave, time), tools];
}

/** The two ends of what is kept. */
function trimmer(wave, state, length) {
  const self = { changed: () => {} };
  self.parts = (signal) => {
    const ends = ["from", "to"].map((end) => {
      const [shade, handle] = [made("div", { className: "cut" }), slider(end === "from" ? "Keep from" : "Keep to", "handle")];
      const put = (share) => {
        const least = SHORTEST / length();
        const bounds = end === "from" ? [0, state.to - least] : [state.from + least, 1];
        state[end] = Math.max(bounds[0], Math.min(share, bounds[1]));
        show();
        self.changed();
      };
      const show = () => {
        shade.style.inset = end === "from" ? `0 ${(1 - state.from) * 100}% 0 0` : `0 0 0 ${state.to * 100}%`;
        handle.style.insetInlineStart = `${state[end] * 100}%`;
        tell(handle, state[end] * length(), length(), clock(state[end] * length(), length()));
        wave.classList.toggle("is-cut", state.from > 0 || state.to < 1);
      };
      dragged(handle, wave, put, signal);
      handle.addEventListener("keydown", (event) => {
        const jump = keyed(event, state[end] * length(), length() / 50, length());
        if (jump !== undefined) {
          put(jump / length());
        }
      });
      show();
      return [shade, handle];
    });
    return ends.flat();
  };
  return self;
}

/** A recording as it is made. */
function recorder(page, signal) {
  const canvas = made("canvas", { className: "live" });
  const time = made("span", { className: "time" });
  const status = made("span", { className: "about" }, "Waiting for the microphone …");
  status.setAttribute("role", "status");
  const stop = button("", () => {}, { className: "round stop", disabled: true }, icon("stop"));
  stop.setAttribute("aria-label", "Stop recording");
  const levels = [];
  recorded({
    signal,
    begun: (end) => {
      status.textContent = "Recording";
      stop.disabled = false;
      stop.onclick = end;
      stop.focus();
    },
    heard: (seconds, level) => {
      levels.push(level);
      time.replaceChildren(made("b", {}, clock(seconds, 0)));
      bars(canvas, levels, 1);
    },
  }).then(
    (file) => signal.aborted || page.put(file),
    (error) => {
      if (!signal.aborted) {
        page.draw();
        page.host.setValidity(`The microphone can't be used: ${error.message}`);
      }
    },
  );
  const wave = made("div", { className: "wave" }, canvas);
  const cancel = button("Discard", page.draw);
  return [made("div", { className: "box player" }, stop, wave, time), made("div", { className: "tools" }, status, cancel)];
}

/** Records until it is ended or aborted; the sound as a WAV, which every server reads. */
async function recorded({ signal, begun, heard }) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext();
  const ear = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaStreamSource(stream).connect(ear);
  const samples = new Float32Array(ear.fftSize);
  const [tape, pieces, start] = [new MediaRecorder(stream), [], performance.now()];
  const timer = setInterval(() => {
    ear.getFloatTimeDomainData(samples);
    heard((performance.now() - start) / 1000, samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0));
  }, 60);
  try {
    await new Promise((resolve, reject) => {
      tape.ondataavailable = ({ data }) => pieces.push(data);
      tape.onstop = resolve;
      tape.onerror = ({ error }) => reject(error);
      signal.throwIfAborted();
      signal.addEventListener("abort", () => reject(signal.reason));
      tape.start();
      begun(() => tape.stop());
    });
  } finally {
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
    await context.close();
  }
  return await asWave(new Blob(pieces), "recording.wav");
}

/** A file as the server reads it: other kinds than its own become WAV. Error: it is no sound. */
async function readable(file) {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const word = String.fromCharCode(...head);
  const isKnown = /^(RIFF|fLaC|OggS|ID3)/.test(word) || (head[0] === 0xff && head[1] >= 0xe0);
  return isKnown ? file : await asWave(file, file.name.replace(/\.\w+$/, "") + ".wav");
}

async function asWave(blob, name) {
  const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(await blob.arrayBuffer());
  return waveFile(sound.sampleRate, channelsOf(sound), name);
}

/** What is known of a sound once its samples are: its peaks, and what to say of it. */
async function decoded(value, host, audio, signal) {
  const blob = await blobOf(value, host, signal);
  if (audio.readyState === 0) {
    await new Promise((resolve) => ["loadedmetadata", "error"].forEach((name) => audio.addEventListener(name, resolve)));
  }
  if (audio.duration > LONGEST) {
    throw new RangeError("too long");
  }
  const bytes = await blob.arrayBuffer();
  const rate = Math.max(3000, Math.min(rateOf(new DataView(bytes)), 384000));
  const sound = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes.slice(0));
  const { duration, numberOfChannels: count } = sound;
  const about = [`${+(rate / 1000).toFixed(2)} kHz`, count > 2 ? `${count} channels` : count === 2 ? "stereo" : "mono"];
  return { duration, about, bytes, rate, channels: channelsOf(sound), peaks: peaksOf(channelsOf(sound)) };
}

/** What lies between two ends: of a WAV its very samples, of others what was decoded. */
async function cut({ sound: { bytes, rate, channels, duration }, from, to }, value) {
  const name = fileName(value).replace(/\.\w+$/, "") + ".wav";
  const parts = waveParts(new DataView(bytes));
  if (parts === undefined) {
    const [first, last] = [from, to].map((share) => Math.round(share * duration * rate));
    return waveFile(rate, channels.map((one) => one.subarray(first, last)), name);
  }
  const { format, data, frame } = parts;
  const frames = Math.floor(data.length / frame);
  const [first, last] = [from, to].map((share) => Math.round(share * frames) * frame);
  return riff(format, data.subarray(first, last), name);
}

/** The format and the samples of a WAV; undefined: it is none. */
function waveParts(view) {
  const word = (at) => String.fromCharCode(...[0, 1, 2, 3].map((one) => view.getUint8(at + one)));
  if (view.byteLength < 44 || word(0) !== "RIFF" || word(8) !== "WAVE") {
    return undefined;
  }
  let format;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const [name, size] = [word(at), Math.min(view.getUint32(at + 4, true), view.byteLength - at - 8)];
    const part = new Uint8Array(view.buffer, at + 8, size);
    if (name === "fmt ") {
      format = part;
    } else if (name === "data" && format) {
      return { format, data: part, frame: format[12] + format[13] * 256 };
    }
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** Samples in a second, as the file says; 48000: it does not. */
function rateOf(view) {
  const wave = waveParts(view);
  if (wave !== undefined) {
    return new DataView(wave.format.buffer, wave.format.byteOffset).getUint32(4, true);
  }
  const byte = (at) => (at < view.byteLength ? view.getUint8(at) : 0);
  const word = String.fromCharCode(byte(0), byte(1), byte(2), byte(3));
  if (word === "fLaC") {
    return (byte(18) << 12) | (byte(19) << 4) | (byte(20) >> 4);
  }
  if (word === "OggS") {
    return byte(29) === 0x76 ? view.getUint32(40, true) : 48000; // "vorbis"; Opus has this rate
  }
  const at = word.startsWith("ID3") ? 10 + [6, 7, 8, 9].reduce((sum, one) => sum * 128 + byte(one), 0) : 0;
  const usual = [44100, 48000, 32000][(byte(at + 2) >> 2) & 3] ?? 48000;
  return byte(at) === 0xff ? usual / [4, 1, 2, 1][(byte(at + 1) >> 3) & 3] : 48000;
}

/** Samples as a WAV of 16 bits. */
function waveFile(rate, channels, name) {
  const count = channels.length;
  const samples = new Int16Array((channels[0]?.length ?? 0) * count);
  channels.forEach((channel, place) => {
    channel.forEach((one, at) => (samples[at * count + place] = Math.max(-1, Math.min(one, 1)) * 32767));
  });
  const format = new DataView(new ArrayBuffer(16));
  [[0, 1], [2, count], [12, count * 2], [14, 16]].forEach(([at, word]) => format.setUint16(at, word, true));
  [[4, rate], [8, rate * count * 2]].forEach(([at, word]) => format.setUint32(at, word, true));
  return riff(new Uint8Array(format.buffer), new Uint8Array(samples.buffer), name);
}

function riff(format, data, name) {
  const size = (length) => new Uint32Array([length]);
  const pad = new Uint8Array(data.length % 2);
  const whole = 4 + 8 + format.length + 8 + data.length + pad.length;
  const parts = ["RIFF", size(whole), "WAVEfmt ", size(format.length), format, "data", size(data.length), data, pad];
  return new File(parts, name, { type: "audio/wav" });
}

/** The loudest sample of each of some thousand parts, in any channel. */
function peaksOf(channels) {
  const length = channels[0]?.length ?? 0;
  const peaks = new Float32Array(Math.min(BUCKETS, length));
  const stride = Math.max(1, Math.floor(length / peaks.length / 500));
  channels.forEach((channel) => {
    for (let at = 0; at < length; at += stride) {
      const place = Math.floor((at / length) * peaks.length);
      peaks[place] = Math.max(peaks[place], Math.abs(channel[at]));
    }
  });
  return peaks;
}

/** Draws peaks as bars; of those of `full` height, the last that there is room for. */
function bars(canvas, peaks, full) {
  const scale = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.fillStyle = getComputedStyle(canvas).color;
  const count = Math.floor(width / 4);
  const first = full === undefined ? 0 : peaks.length - count;
  const share = full === undefined ? peaks.length / count : 1;
  const loudest = full ?? Math.max(0.05, ...peaks);
  for (let bar = 0; bar < count; bar += 1) {
    let peak = 0;
    for (let at = Math.floor(first + bar * share); at < Math.max(first + (bar + 1) * share, first + bar * share + 1); at += 1) {
      peak = Math.max(peak, peaks[at] ?? 0);
    }
    const tall = Math.max(2, (Math.min(peak / loudest, 1) ** 0.8) * (height - 2));
    context.beginPath();
    context.roundRect(bar * 4 + 0.75, (height - tall) / 2, 2.5, tall, 1.25);
    context.fill();
  }
}

/** Draws anew when a place has another size, or the page another theme. */
function observed(place, draw, host, signal) {
  const watch = new ResizeObserver(draw);
  watch.observe(place);
  host.addEventListener("theme", draw, { signal });
  signal.addEventListener("abort", () => watch.disconnect());
}

/** Tells where along the wave something is dragged, from 0 to 1. */
function dragged(element, wave, told, signal) {
  const move = ({ clientX }) => {
    const { left, width } = wave.getBoundingClientRect();
    told(Math.max(0, Math.min((clientX - left) / width, 1)));
  };
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    move(event);
  }, { signal });
  element.addEventListener("pointermove", (event) => element.hasPointerCapture(event.pointerId) && move(event), { signal });
}

/** Where a key of a slider leads to; undefined: it is none. */
function keyed(event, now, step, most) {
  const ways = { ArrowLeft: now - step, ArrowDown: now - step, ArrowRight: now + step, ArrowUp: now + step, Home: 0, End: most };
  if (event.key in ways) {
    event.preventDefault();
  }
  return ways[event.key];
}

function slider(label, className) {
  const element = made("div", { className, tabIndex: 0 });
  element.setAttribute("role", "slider");
  element.setAttribute("aria-label", label);
  return element;
}

function tell(element, now, most, text) {
  const told = { valuemin: 0, valuemax: most.toFixed(2), valuenow: now.toFixed(2), valuetext: text };
  Object.entries(told).forEach(([name, one]) => element.setAttribute(`aria-${name}`, one));
}

/** "1:02", of short sounds with tenths. */
function clock(seconds, all) {
  const tenths = Math.floor(seconds * 10 + 1e-6);
  const [minutes, rest] = [Math.floor(tenths / 600), (tenths % 600) / 10];
  return `${minutes}:${(all < 60 ? rest.toFixed(1) : String(Math.floor(rest))).padStart(all < 60 ? 4 : 2, "0")}`;
}

const waves = new WeakMap();

/** A value as something with a content: samples become a WAV. */
function fileOf(value) {
  if (!value.samples) {
    return value;
  }
  if (!waves.has(value)) {
    const { shape: [frames, count = 1], data, type } = value.samples;
    const [middle, loudest] = { uint8: [128, 128], int16: [0, 2 ** 15], int32: [0, 2 ** 31] }[type] ?? [0, 1];
    const channels = Array.from({ length: count }, (_, place) =>
      Float32Array.from({ length: frames }, (_, at) => (data[at * count + place] - middle) / loudest));
    waves.set(value, waveFile(Number(value.rate), channels, "sound.wav"));
  }
  return waves.get(value);
}

const sourceOf = (value, host) => host.fileUrl(fileOf(value));
const nameOf = (value) => fileOf(value).filename || fileOf(value).name || "";
const channelsOf = (sound) => Array.from({ length: sound.numberOfChannels }, (_, place) => sound.getChannelData(place));

function fileName(value, host) {
  const type = fileOf(value).mediaType ?? fileOf(value).type;
  const ending = { "audio/flac": ".flac", "audio/ogg": ".ogg", "audio/mpeg": ".mp3" }[type] ?? ".wav";
  return nameOf(value) || `${host?.label ?? "sound"}${ending}`;
}

async function blobOf(value, host, signal) {
  const file = fileOf(value);
  return file instanceof Blob ? file : file.isHeld ? await (await fetch(host.fileUrl(file), { signal })).blob() : file.blob();
}

function made(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function button(text, act, properties, ...children) {
  return made("button", { type: "button", onclick: act, ...properties }, ...children, text);
}

function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
