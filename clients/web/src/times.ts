/** Numbers and durations, as whoever reads them writes them. */

import { tongue } from "./words.js";

const made = new Map<string, Intl.NumberFormat>();

/** A number; `digits`: how many there are after the point at the most. */
export function number(value: number, digits = 2): string {
  return format({ maximumFractionDigits: digits }).format(value);
}

/** How long something takes or took. */
export function duration(ms: number): string {
  if (ms < 1000) {
    return unit(Math.max(1, Math.round(ms)), "millisecond");
  }
  const seconds = Math.round(ms / 1000);
  if (ms < 9_950) {
    return unit(ms / 1000, "second", 1);
  }
  if (seconds < 60) {
    return unit(seconds, "second");
  }
  const minutes = Math.floor(seconds / 60);
  const rest = minutes < 60 ? unit(seconds % 60, "second") : unit(minutes % 60, "minute");
  return `${minutes < 60 ? unit(minutes, "minute") : unit(Math.floor(minutes / 60), "hour")} ${rest}`;
}

function unit(value: number, name: string, digits = 0): string {
  return format({ style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits }).format(value);
}

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${tongue()} ${JSON.stringify(options)}`;
  const known = made.get(key) ?? new Intl.NumberFormat(tongue(), options);
  made.set(key, known);
  return known;
}
