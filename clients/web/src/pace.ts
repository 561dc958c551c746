/** How often something is drawn that changes faster than it can be seen. */

/** Draws at once, and what follows with the next frame, however much comes until then. */
export class Pace {
  readonly #draw: () => void;
  /** Whether something was drawn since the last frame. */
  #isDrawn = false;
  /** Whether more has come since. */
  #isDue = false;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Draws, now or with the next frame; in a tab that is not seen there is none. */
  draw(): void {
    this.#isDue = this.#isDrawn;
    if (this.#isDrawn) {
      return;
    }
    this.#isDrawn = true;
    this.#draw();
    requestAnimationFrame(() => {
      this.#isDrawn = false;
      if (this.#isDue) {
        this.draw();
      }
    });
  }
}
