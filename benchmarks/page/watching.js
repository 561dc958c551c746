// What is measured within a page, rpcface's or another: put there before its own scripts.

(() => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  /** Resolves when the next frame has been drawn, with all that its callbacks have changed. */
  const drawnFrame = async () => {
    await frame();
    const { port1, port2 } = new MessageChannel();
    port2.postMessage(null);
    await new Promise((resolve) => (port1.onmessage = resolve));
    port1.close();
  };

  /** All elements that fit, within shadow roots too. */
  function* all(selector, root = document) {
    yield* root.querySelectorAll(selector);
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) {
        yield* all(selector, element.shadowRoot);
      }
    }
  }

  function first(selector, root) {
    return all(selector, root).next().value;
  }

  let found;

  /** The text of an element; it may be drawn anew. */
  function text(selector) {
    found = found?.isConnected ? found : first(selector);
    return found?.textContent ?? "";
  }

  function button(words) {
    return [...all("button")].find(({ textContent }) => textContent.trim() === words);
  }

  const moment = () => scheduler.postTask(() => undefined, { delay: 1 });

  async function until(found, wait = frame) {
    for (;;) {
      const value = found();
      if (value) {
        return value;
      }
      await wait();
    }
  }

  const field = "input:not([type=hidden], [type=file]), textarea, select, output";
  const isSeen = (element) => element.getClientRects().length > 0 && element.checkVisibility();

  /** Milliseconds from the navigation to the frame after that which has a field. */
  async function drawn() {
    await until(() => document.documentElement && [...all(field)].some(isSeen));
    return await frame(); // what a frame finds is painted when the next begins
  }

  let photo;

  /** Milliseconds from a picture put into the form to the answer decoded, and its frame drawn. */
  async function picture(address, isOurs) {
    photo ??= await (await fetch(address)).blob();
    const input = await until(() => first("input[type=file]"));
    const before = new Set([...all("img")].map(({ src }) => src));
    const chosen = new DataTransfer();
    chosen.items.add(new File([photo], "photo.jpg", { type: "image/jpeg" }));
    const isNew = (image) => image.complete && image.naturalWidth === 1920 && !before.has(image.src);
    const begun = performance.now();
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
    await until(() => (isOurs ? first("rf-picture") : [...all("img")].some(isNew)), moment); // it is there
    button("Submit").click();
    const isThere = () => {
      const images = [...all("img")].filter(isNew);
      return images.length > 1 && new Set(images.map(({ src }) => src)).size > 1 ? images.at(-1) : undefined;
    };
    const image = await until(isThere, moment);
    await Promise.all([image.decode(), drawnFrame()]);
    const took = performance.now() - begun;
    button("Clear")?.click();
    await until(() => ![...all("img")].some(isNew));
    return took;
  }

  /** The milliseconds between frames while something runs, or for so long. */
  async function frames(isOver) {
    const gaps = [];
    let before = await frame();
    while (!isOver()) {
      const now = await frame();
      gaps.push(now - before);
      before = now;
    }
    return gaps;
  }

  async function idle(ms) {
    const end = performance.now() + ms;
    return await frames(() => performance.now() >= end);
  }

  /** The same from Generate until the text is there whole. */
  async function stream(letters) {
    button("Generate").click();
    return await frames(() => text("output").length >= letters);
  }

  /** Moves a slider, and tells the milliseconds from the end of each run to its paint. */
  async function slide(moves, everyMs) {
    const slider = await until(() => first("input[type=range]"));
    const late = [];
    let shown = text("output");
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        await drawnFrame();
        const now = text("output");
        if (now !== shown) {
          shown = now;
          late.push(performance.timeOrigin + performance.now() - Number(now) * 1000);
        }
      }
    })();
    for (let move = 1; move <= moves; move += 1) {
      slider.value = String(move);
      slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    isOver = true;
    await watching;
    return late;
  }

  globalThis.watching = { drawn: drawn(), picture, idle, stream, slide };
})();
