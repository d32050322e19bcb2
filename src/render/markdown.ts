/** Text of users inside Markdown: shown as it is, never as markup, links or HTML. */

/**
 * Safe in a paragraph, a list item and a table cell of GitHub-flavoured Markdown. Backslashes stand before every
 * character that could begin markup or an automatic link; line breaks and control characters become visible.
 * GitHub looks for @names, #numbers and addresses of mail in the finished page, where no escape is left; only an
 * empty comment parts them (github/cmark-gfm issue 181, seen 2026-11-21).
 */
export const inlineText = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`)
    .replaceAll(/[\\`*_[\]<>|~#!{}$]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('@', '@<!-- -->')
    .replaceAll(/\\#(?=\d)/g, String.raw`\#<!-- -->`)
    .replaceAll(/:(?=\/\/)|(?<=www)\./gi, String.raw`\$&`)
    // At the start of a list item these would begin a list or a block of code in it.
    .replace(/^[-+](?=[-\s]|$)/, String.raw`\$&`)
    .replace(/^\d+(?=[.)](?:\s|$))/, (digits) => `${digits}\\`)
    .replace(/^\s/, (space) => `&#${space.codePointAt(0) ?? 32};`)
