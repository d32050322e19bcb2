/** A text inside a message of SARIF 2.1.0, which has a small language of its own. */

/**
 * No placeholder and no link: braces are doubled (section 3.11.5; GitHub shows both of them), and a space parts the
 * two characters that stand in every link (section 3.11.6), since a backslash of a name would undo an escape.
 */
export const sarifText = (text: string): string => text.replaceAll(/[{}]/g, '$&$&').replaceAll('](', '] (')
