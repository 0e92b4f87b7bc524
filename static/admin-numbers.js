// Read, write and add numbers as the server does (tracker/exchange/numbers.py), for sums that show while typing.
// Figures are texts of digits ("-1234.5") and are added as whole numbers, never as floats. What these few rules do not
// read is null: words, exponents, and whatever the server alone can settle. The server reads every text again.
"use strict";
{
  const LONGEST_TEXT = 200;
  const LONGEST_NUMBER = 40;
  const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
  const MINUS_SIGNS = /[\u2010-\u2013\u2212\ufe63]/g;
  const APOSTROPHES = /[\u2019\u02bc]/g;
  const FULL_WIDTH = /[\uff01-\uff5e]/g;
  const UNSEEN_AT_THE_ENDS = /^[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]+|[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]+$/g;
  const ONE_GROUP_OF_THREE = /^[1-9][0-9]{0,2}([.,])[0-9]{3}$/;
  const GROUPED_BY_GAPS = /^([1-9][0-9]{0,2}(?:([ '])[0-9]{3}(?:\2[0-9]{3})*))([.,][0-9]+)?$/;
  const COMMA_DECIMALS = /^([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?$/;
  const DOT_DECIMALS = /^([0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?$/;
  const FIGURE = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;

  const decimalMark = (language) => (String(language).split("-")[0] === "en" ? "." : ",");
  const groupMark = (language) => (decimalMark(language) === "." ? "," : ".");

  const tidied = (text) =>
    text
      .replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
      .replace(SPACES, " ")
      .replace(MINUS_SIGNS, "-")
      .replace(APOSTROPHES, "'")
      .replace(UNSEEN_AT_THE_ENDS, "");

  // The digits of an unsigned text with a dot before its decimals; null where it has no reading, or two.
  const plain = (body, language) => {
    const ambiguous = ONE_GROUP_OF_THREE.exec(body);
    if (ambiguous) {
      return ambiguous[1] === groupMark(language) ? body.replace(ambiguous[1], "") : null;
    }
    const gapped = GROUPED_BY_GAPS.exec(body);
    if (gapped) {
      const [, whole, gap, decimals = ""] = gapped;
      if (decimals.length === 4 && decimals[0] === groupMark(language)) {
        return null;
      }
      return whole.replaceAll(gap, "") + decimals.replace(",", ".");
    }
    const read = COMMA_DECIMALS.exec(body) || DOT_DECIMALS.exec(body);
    if (!read || /^0[0-9]+[.,][0-9]{3}$/.test(body)) {
      return null;
    }
    return read[1].replace(/[.,]/g, "") + (read[2] === undefined ? "" : `.${read[2]}`);
  };

  const read = (text, language) => {
    if (typeof text !== "string" || text.length > LONGEST_TEXT) {
      return null;
    }
    const [, sign, body] = /^([+-]?) ?(.*)$/s.exec(tidied(text));
    if (body.replace(/[^0-9]/g, "").length > LONGEST_NUMBER) {
      return null;
    }
    const digits = plain(body, language);
    if (digits === null) {
      return null;
    }
    const trimmed = digits.replace(/^0+(?=[0-9])/, "");
    return sign === "-" && /[1-9]/.test(trimmed) ? `-${trimmed}` : trimmed;
  };

  // A figure as a whole number of its last decimals; null stays null, for missing is not zero.
  const parts = (figure) => {
    const match = typeof figure === "string" ? FIGURE.exec(figure) : null;
    if (!match) {
      return null;
    }
    const [, sign, whole, decimals = ""] = match;
    return { units: BigInt(`${sign}${whole}${decimals}`), places: decimals.length };
  };

  const figureOf = (units, places) => {
    const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
    const whole = digits.slice(0, digits.length - places);
    const decimals = digits.slice(digits.length - places).replace(/0+$/, "");
    return `${units < 0n ? "-" : ""}${whole}${decimals ? `.${decimals}` : ""}`;
  };

  const combined = (first, second, combine) => {
    const [one, other] = [parts(first), parts(second)];
    if (one === null || other === null) {
      return null;
    }
    const places = Math.max(one.places, other.places);
    const aligned = ({ units, places: own }) => units * 10n ** BigInt(places - own);
    return combine(aligned(one), aligned(other), places);
  };

  const add = (first, second) => combined(first, second, (one, other, places) => figureOf(one + other, places));
  const subtract = (first, second) => combined(first, second, (one, other, places) => figureOf(one - other, places));
  const compare = (first, second) =>
    combined(first, second, (one, other) => (one < other ? -1 : one > other ? 1 : 0));

  const multiply = (first, second) => {
    const [one, other] = [parts(first), parts(second)];
    return one === null || other === null ? null : figureOf(one.units * other.units, one.places + other.places);
  };

  // Ten to the power of `power` times the figure; a negative power divides, exactly.
  const scale = (figure, power) => {
    const split = parts(figure);
    if (split === null) {
      return null;
    }
    return power < 0
      ? figureOf(split.units, split.places - power)
      : figureOf(split.units * 10n ** BigInt(power), split.places);
  };

  const write = (figure, language) => {
    const split = parts(figure);
    if (split === null) {
      return "";
    }
    const [, sign, whole, decimals] = FIGURE.exec(figureOf(split.units, split.places));
    const grouped = whole.replace(/\B(?=(?:[0-9]{3})+$)/g, groupMark(language));
    return `${sign ? "\u2212" : ""}${grouped}${decimals ? decimalMark(language) + decimals : ""}`;
  };

  // As the inputs of forms have it: with a hyphen, and never three decimals that could be a group.
  const writeToEdit = (figure, language) => {
    const text = write(figure, language).replace("\u2212", "-");
    const ambiguous = ONE_GROUP_OF_THREE.exec(text.replace("-", ""));
    return ambiguous && ambiguous[1] === decimalMark(language) ? `${text}0` : text;
  };

  globalThis.trackerNumbers = Object.freeze({
    read,
    write,
    writeToEdit,
    add,
    subtract,
    multiply,
    scale,
    compare,
  });
}
