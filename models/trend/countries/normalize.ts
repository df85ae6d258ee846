/** One spelling for what is the same name to a reader: the form in which names are looked up. */

/** Quotes and accents that are typed or typeset for an apostrophe. */
const APOSTROPHES = /[\u2018\u2019\u201b\u02bb\u02bc\u2032\u0060\u00b4]/g;
/** Hyphens and dashes of every length, the one that breaks no line among them. */
const DASHES = /[\u2010-\u2015\u2212]/g;
/** Characters without a width: byte order mark, soft hyphen, joiners, direction marks. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;

/**
 * A name in lower case without accents, in whichever Unicode form it came; apostrophes and dashes plain, `&` written
 * "and", blanks and underscores one space. A footnote's star or bracket stays: it is part of the spelling.
 */
export function normalizeName(name: string): string {
  return name
    .replace(INVISIBLE, "")
    .replace(APOSTROPHES, "'")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(DASHES, "-")
    .replace(/&/g, " and ")
    .replace(/[\s_]+/g, " ")
    .trim()
    .toLowerCase();
}
