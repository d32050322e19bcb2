/** One file may hold the tables of several hosts. */

export interface HostSection {
  /** What the host may be called, the likeliest first. */
  readonly hosts: readonly string[]
  readonly lines: readonly { readonly text: string; readonly line: number }[]
}

const heading = /^\s*(?:#|=+|-{2,})\s*(?:host(?:name)?\s*[:=]\s*)?([\w.-]+)\s*(?:=*|-*)\s*$/i

/** A heading is `# host: web-1`, `# web-1` or `=== web-1 ===`. */
export function sectionsOf(text: string, shown: string): readonly HostSection[] {
  const sections: { hosts: readonly string[]; lines: { text: string; line: number }[] }[] = [
    { hosts: namesOfFile(shown), lines: [] },
  ]
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const host = heading.exec(line)?.[1]
    if (host !== undefined) sections.push({ hosts: [host], lines: [] })
    else sections.at(-1)?.lines.push({ text: line, line: index + 1 })
  }
  return sections.filter(({ lines }) => lines.some(({ text: one }) => one.trim() !== ''))
}

const tool = /^(ss|netstat|conntrack|connections)[-_.]|[-_.](ss|netstat|conntrack|connections)$/i

/** `ss-web-1.txt`, `web-1.ss.txt` and `web-1.example.org.txt` are all web-1. */
function namesOfFile(shown: string): readonly string[] {
  const base = shown.split(/[/\\]/).at(-1) ?? shown
  const stem = base.replace(/\.(txt|log|out|ss|netstat|conntrack)$/i, '')
  return [...new Set([stem, stem.replace(tool, ''), stem.replace(tool, '').replace(tool, '')])]
}
