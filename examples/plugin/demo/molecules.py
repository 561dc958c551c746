"""Molecules and their mirror images; click an atom to put another element there.

Needs: pip install rpcface && pip install examples/plugin
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from acme_molecule import Molecule

import rpcface as rf

ATOMS = """
C -1.166 -0.393 0.184
C 0.232 0.183 0.033
O 1.226 -0.749 0.424
H -1.901 0.367 -0.083
H -1.317 -0.702 1.220
H -1.304 -1.258 -0.466
H 0.359 1.084 0.644
H 0.412 0.459 -1.011
H 1.102 -0.965 1.362
"""
BONDS = ((0, 1), (1, 2), (0, 3), (0, 4), (0, 5), (1, 6), (1, 7), (2, 8))
MASSES = {
    "H": 1.008,
    "C": 12.011,
    "N": 14.007,
    "O": 15.999,
    "F": 18.998,
    "P": 30.974,
    "S": 32.06,
    "Cl": 35.45,
}


def ethanol() -> dict[str, Any]:
    """Ethanol, as it comes out of a textbook."""
    rows = [line.split() for line in ATOMS.split("\n") if line]
    return {
        "atoms": [
            {"element": element, "x": float(x), "y": float(y), "z": float(z)}
            for element, x, y, z in rows
        ],
        "bonds": [{"first": one, "second": other, "order": 1} for one, other in BONDS],
    }


def mirror(molecule: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Returns the mirror image, and what it is made of."""
    atoms = [{**atom, "x": -atom["x"]} for atom in molecule["atoms"]]
    counts = Counter(atom["element"] for atom in atoms)
    order = sorted(counts, key=lambda element: (element != "C", element != "H", element))
    formula = "".join(f"{one}{counts[one] if counts[one] > 1 else ''}" for one in order)
    mass = sum(MASSES[element] * count for element, count in counts.items())
    return {**molecule, "atoms": atoms}, f"{formula}, {mass:.2f} g/mol"


demo = rf.Interface(
    mirror,
    Molecule(ethanol(), label="Molecule", info="Drag it to turn it; click an atom to change it"),
    [Molecule(label="Mirror image"), rf.Textbox(label="Formula")],
    title="Molecules",
    description="A component that a plugin brings, with its own drawing.",
)

if __name__ == "__main__":
    demo.launch()
