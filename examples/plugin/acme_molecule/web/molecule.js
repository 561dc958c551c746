// Draws a molecule as balls and sticks. Drag it, or press the arrow keys, to turn it; where it
// is an input, a click on an atom puts the next element there.

export const rpcface = { api: 1 };

export const css = `
  canvas {
    display: block;
    width: 100%;
    border: 1px solid var(--rf-line, #ccc);
    border-radius: var(--rf-radius, 8px);
    background: var(--rf-sunken, transparent);
    cursor: grab;
    touch-action: pan-y;
  }
  canvas:active { cursor: grabbing; }
  p {
    margin: 0.4rem 0 0;
    color: var(--rf-quiet, inherit);
    font-size: var(--rf-small, 0.8rem);
  }
`;

// The usual colours, and sizes in ångström.
const ELEMENTS = {
  H: { light: "#d9dae3", dark: "#d8d8e2", ink: "#22222a", radius: 0.27, name: "hydrogen" },
  C: { light: "#4a4d57", dark: "#7b7f8c", ink: "#ffffff", radius: 0.4, name: "carbon" },
  N: { light: "#3f63d8", dark: "#6485f0", ink: "#ffffff", radius: 0.39, name: "nitrogen" },
  O: { light: "#d63a3a", dark: "#ef6a62", ink: "#ffffff", radius: 0.38, name: "oxygen" },
  F: { light: "#4da64d", dark: "#7acb7a", ink: "#12301a", radius: 0.36, name: "fluorine" },
  P: { light: "#d9822b", dark: "#f2a65a", ink: "#2e1a05", radius: 0.46, name: "phosphorus" },
  S: { light: "#cfae1d", dark: "#ecd25a", ink: "#2c2503", radius: 0.46, name: "sulfur" },
  Cl: { light: "#2f9e6e", dark: "#5fcf9f", ink: "#06281a", radius: 0.44, name: "chlorine" },
};
const ORDER = Object.keys(ELEMENTS);
const STEP = 0.12;

export default {
  render({ model, el, signal, host }) {
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-roledescription", "molecule");
    canvas.setAttribute("aria-describedby", host.descriptionId);
    canvas.style.height = `${model.get("height") || 320}px`;
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    el.append(canvas, told);

    // The rotation, row by row; atoms as they were drawn last; the one that is chosen by key.
    let turned = multiplied(aboutX(-0.35), aboutY(0.5));
    let drawn = [];
    let chosen = -1;
    const atoms = () => model.get("value")?.atoms ?? [];

    const draw = () => {
      canvas.setAttribute("aria-label", `${host.label}: ${formula(atoms()) || "nothing"}. Arrow keys turn it`);
      drawn = paint(canvas, model.get("value"), turned, host.theme, chosen);
    };
    const turn = (x, y) => {
      turned = multiplied(multiplied(aboutX(y), aboutY(x)), turned);
      draw();
    };
    const change = (at) => {
      const value = model.get("value");
      const element = ORDER[(ORDER.indexOf(value.atoms[at].element) + 1) % ORDER.length];
      model.set("value", { ...value, atoms: value.atoms.with(at, { ...value.atoms[at], element }) });
      model.save_changes();
      told.textContent = `Atom ${at + 1} is ${ELEMENTS[element].name} now`;
    };

    let grip;
    const on = (name, act) => canvas.addEventListener(name, act, { signal });
    on("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      grip = { x: event.clientX, y: event.clientY, isMoved: false };
    });
    on("pointermove", (event) => {
      const [x, y] = grip ? [event.clientX - grip.x, event.clientY - grip.y] : [0, 0];
      if (grip && (grip.isMoved || Math.hypot(x, y) > 3)) {
        grip = { x: event.clientX, y: event.clientY, isMoved: true };
        turn(x / 120, y / 120);
      }
    });
    on("pointercancel", () => (grip = undefined));
    on("pointerup", (event) => {
      const at = grip && !grip.isMoved ? hit(drawn, event.offsetX, event.offsetY) : -1;
      grip = undefined;
      if (at >= 0 && model.get("interactive")) {
        change(at);
      }
    });
    on("keydown", (event) => {
      const turns = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
      if (turns[event.key]) {
        turn(...turns[event.key]);
      } else if (model.get("interactive") && atoms().length > 0 && event.key === "n") {
        chosen = (chosen + 1) % atoms().length;
        told.textContent = `Atom ${chosen + 1}: ${ELEMENTS[atoms()[chosen].element]?.name}. Enter changes it`;
        draw();
      } else if (event.key === "Enter" && chosen in atoms()) {
        change(chosen);
      } else {
        return;
      }
      event.preventDefault();
    });

    model.on("change:value", draw);
    host.addEventListener("theme", draw);
    const sized = new ResizeObserver(draw);
    sized.observe(canvas);
    return () => sized.disconnect();
  },
};

function formula(atoms) {
  const counts = Map.groupBy(atoms, ({ element }) => element);
  return [...counts].map(([element, { length }]) => `${element}${length > 1 ? length : ""}`).join(" ");
}

/** Draws a molecule, from behind to the front; where each atom came to lie. */
function paint(canvas, molecule, turned, theme, chosen) {
  const scale = globalThis.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  const atoms = molecule?.atoms ?? [];
  if (atoms.length === 0 || width === 0) {
    return [];
  }
  const middle = ["x", "y", "z"].map((axis) => atoms.reduce((sum, atom) => sum + atom[axis], 0) / atoms.length);
  const placed = atoms.map(({ element, x, y, z }, at) => {
    const point = applied(turned, [x - middle[0], middle[1] - y, z - middle[2]]);
    return { element: ELEMENTS[element] ?? ELEMENTS.C, letter: element, point, at };
  });
  const reach = Math.max(...placed.map(({ point, element }) => Math.hypot(...point) + element.radius), 1);
  const unit = Math.min(width, height) / 2.15 / reach;
  const seen = ([x, y, z]) => {
    const near = unit * (1 + (z / reach) * 0.18);
    return { x: width / 2 + x * near, y: height / 2 + y * near, z, near };
  };
  const balls = placed.map(({ point, ...atom }) => {
    const place = seen(point);
    return { ...atom, ...place, r: atom.element.radius * place.near };
  });
  const halves = (molecule.bonds ?? []).flatMap(({ first, second, order }) => {
    const [one, other] = [placed[first], placed[second]];
    return one && other ? [half(one, other, order), half(other, one, order)] : [];
  });
  const sticks = halves.map(({ from, to, ...rest }) => {
    const [begin, end] = [seen(from), seen(to)];
    return { ...rest, begin, end, z: (begin.z + end.z) / 2 };
  });
  for (const part of [...sticks, ...balls].sort((one, other) => one.z - other.z)) {
    if (part.begin) {
      stick(context, part, unit, theme);
    } else {
      ball(context, part, theme, part.at === chosen);
    }
  }
  return balls;
}

/** The half of a bond that is an atom's, from its surface on. */
function half(atom, other, order) {
  const way = other.point.map((one, axis) => one - atom.point[axis]);
  const surface = (atom.element.radius * 0.92) / (Math.hypot(...way) || 1);
  const along = (part) => atom.point.map((one, axis) => one + way[axis] * part);
  return { from: along(Math.min(surface, 0.5)), to: along(0.505), order, element: atom.element };
}

function stick(context, { begin, end, element, order }, unit, theme) {
  const length = Math.hypot(end.x - begin.x, end.y - begin.y) || 1;
  const [across, along] = [(begin.y - end.y) / length, (end.x - begin.x) / length];
  context.strokeStyle = element[theme];
  context.lineCap = "butt";
  context.lineWidth = (unit * 0.2) / (order > 1 ? 1.7 : 1);
  for (let line = 0; line < order; line += 1) {
    const aside = (line - (order - 1) / 2) * unit * 0.2;
    context.beginPath();
    context.moveTo(begin.x + across * aside, begin.y + along * aside);
    context.lineTo(end.x + across * aside, end.y + along * aside);
    context.stroke();
  }
}

function ball(context, { element, letter, x, y, r }, theme, isChosen) {
  const color = element[theme];
  const light = context.createRadialGradient(x - r * 0.35, y - r * 0.4, r * 0.08, x, y, r);
  light.addColorStop(0, `color-mix(in oklab, ${color}, white 55%)`);
  light.addColorStop(0.5, color);
  light.addColorStop(1, `color-mix(in oklab, ${color}, black 28%)`);
  context.fillStyle = light;
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fill();
  if (isChosen) {
    context.strokeStyle = theme === "dark" ? "#ffffff" : "#000000";
    context.lineWidth = 2;
    context.stroke();
  }
  context.fillStyle = element.ink;
  context.font = `600 ${Math.max(9, r * 0.8)}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(letter, x, y + r * 0.04);
}

/** Which atom lies there, the nearest; -1: none. */
function hit(balls, x, y) {
  const there = balls.filter((one) => Math.hypot(one.x - x, one.y - y) <= one.r);
  return there.sort((one, other) => other.z - one.z)[0]?.at ?? -1;
}

function aboutX(angle) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [[1, 0, 0], [0, c, -s], [0, s, c]];
}

function aboutY(angle) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [[c, 0, s], [0, 1, 0], [-s, 0, c]];
}

function applied(matrix, point) {
  return matrix.map((row) => row.reduce((sum, one, at) => sum + one * point[at], 0));
}

function multiplied(one, other) {
  const columns = [0, 1, 2].map((at) => applied(one, other.map((row) => row[at])));
  return [0, 1, 2].map((row) => columns.map((column) => column[row]));
}
