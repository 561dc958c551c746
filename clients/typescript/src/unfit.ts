/** What is wrong with a value. */

/** Something given that can't travel: what was wanted, what came, and where in the value. */
export class Unfit extends Error {
  /** That of the class. */
  override readonly name = "Unfit";

  /** The error of one value. */
  constructor(
    /** What would have been fit. */
    readonly wanted: string,
    /** What is not. */
    readonly came: string,
    /** A JSON Pointer to the part that can't; "": the value itself. */
    readonly pointer = "",
  ) {
    super(`wanted ${wanted}; came ${came}`);
  }
}
