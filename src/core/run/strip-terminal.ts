/** Colours and other escapes of terminals (ECMA-48 control sequences) are taken out of a program's output. */

// oxlint-disable-next-line no-control-regex
const escapes = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/g

export const stripTerminal = (text: string): string => text.replaceAll(escapes, '')
