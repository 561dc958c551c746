/** A room in which something is moved and brought nearer, by wheel, fingers and pointer. */

const NEAREST = 32;
const SHARP_FROM = 2;

/** Moves and scales the one element in a room. */
export class Stage {
  readonly #room: HTMLElement;
  readonly #told: (zoom: number) => void;
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #width = 1;
  #height = 1;
  #zoom = 1;
  #x = 0;
  #y = 0;
  /** Whether it shall fit, also when the room is another. */
  #fits = true;

  /** `told`: what one pixel of the picture has become on the screen. */
  constructor(room: HTMLElement, told: (zoom: number) => void) {
    this.#room = room;
    this.#told = told;
    room.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    room.addEventListener("pointerdown", (event) => this.#press(event));
    room.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"] as const) {
      room.addEventListener(end, ({ pointerId }) => this.#pointers.delete(pointerId));
    }
    room.addEventListener("dblclick", () => (this.#fits ? this.zoomTo(1) : this.fit()));
    new ResizeObserver(() => this.#fits && this.fit()).observe(room);
  }

  /** Something of another size is in the room; where it is the same, it stays as near as it was. */
  hold(width: number, height: number): void {
    const isSame = width === this.#width && height === this.#height;
    this.#width = width;
    this.#height = height;
    if (isSame) {
      this.#put();
    } else {
      this.fit();
    }
  }

  /** As large as there is room for, small ones no larger than they are. */
  fit(): void {
    this.#fits = true;
    const { clientWidth, clientHeight } = this.#room;
    this.#zoom = Math.min(clientWidth / this.#width, clientHeight / this.#height, 1) || 1;
    this.#x = this.#y = 0;
    this.#put();
  }

  zoomTo(zoom: number): void {
    this.#nearer(zoom, 0, 0);
  }

  zoomBy(factor: number): void {
    this.#nearer(this.#zoom * factor, 0, 0);
  }

  pan(x: number, y: number): void {
    this.#x += x;
    this.#y += y;
    this.#put();
  }

  /** Scales about a point, from the middle of the room. */
  #nearer(wanted: number, x: number, y: number): void {
    const zoom = Math.min(Math.max(wanted, this.#least), NEAREST);
    const factor = zoom / this.#zoom;
    this.#x = x + (this.#x - x) * factor;
    this.#y = y + (this.#y - y) * factor;
    this.#zoom = zoom;
    this.#fits = false;
    this.#put();
  }

  get #least(): number {
    const { clientWidth, clientHeight } = this.#room;
    return Math.min(clientWidth / this.#width, clientHeight / this.#height, 1) / 2;
  }

  /** Keeps it in the room: what is larger covers the room, what is smaller stays in the middle. */
  #put(): void {
    const { clientWidth, clientHeight } = this.#room;
    const width = this.#width * this.#zoom;
    const height = this.#height * this.#zoom;
    const free = { x: Math.max((width - clientWidth) / 2, 0), y: Math.max((height - clientHeight) / 2, 0) };
    this.#x = Math.min(Math.max(this.#x, -free.x), free.x);
    this.#y = Math.min(Math.max(this.#y, -free.y), free.y);
    const held = this.#room.firstElementChild as HTMLElement;
    held.style.width = `${width}px`;
    held.style.height = `${height}px`;
    held.style.translate = `calc(-50% + ${this.#x}px) calc(-50% + ${this.#y}px)`;
    held.classList.toggle("sharp", this.#zoom > SHARP_FROM);
    this.#room.classList.toggle("movable", free.x > 0 || free.y > 0);
    this.#told(this.#zoom);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const { x, y } = this.#fromMiddle(event);
    this.#nearer(this.#zoom * Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 100 : 400)), x, y);
  }

  #press(event: PointerEvent): void {
    this.#pointers.set(event.pointerId, this.#fromMiddle(event));
    this.#room.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) {
      return;
    }
    const now = this.#fromMiddle(event);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, now);
    this.pan((now.x - before.x) / this.#pointers.size, (now.y - before.y) / this.#pointers.size);
    if (other !== undefined) {
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      this.#nearer((this.#zoom * distance(now, other)) / (distance(before, other) || 1), middle.x, middle.y);
    }
  }

  #fromMiddle({ clientX, clientY }: MouseEvent): { x: number; y: number } {
    const { left, top, width, height } = this.#room.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  }
}

function distance(one: { x: number; y: number }, other: { x: number; y: number }): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
