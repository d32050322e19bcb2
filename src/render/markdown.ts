/** Text of users inside Markdown: shown as it is, never as markup, links or HTML. */

/**
 * Safe in a paragraph, a list item and a table cell of GitHub-flavoured Markdown. Backslashes stand before every
 * character that could begin markup or an automatic link; line breaks and control characters become visible.
 */
export const inlineText = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`)
    .replaceAll(/[\\`*_[\]<>|~#!{}$]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('@', '&#64;')
    .replaceAll(/:(?=\/\/)|(?<=\bwww)\./gi, String.raw`\$&`)
