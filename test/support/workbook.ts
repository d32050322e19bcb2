/** Writes tiny .xlsx files, so that no binary is committed. */
import { strToU8, zipSync } from 'fflate'

type TestCell = string | number | boolean | null
export type TestTabs = Readonly<Record<string, readonly (readonly TestCell[])[]>>

export interface WorkbookOptions {
  /** docProps/core.xml times. */
  readonly created?: string
  readonly modified?: string
  /** XML to put behind the rows of every sheet, and the dimension that the sheets claim. */
  readonly padding?: string
  readonly dimension?: string
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const columnName = (index: number): string =>
  (index >= 26 ? columnName(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

function cellXml(cell: TestCell, address: string): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${address}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${address}" t="b"><v>${cell ? 1 : 0}</v></c>`
  return `<c r="${address}" t="inlineStr"><is><t>${escape(cell)}</t></is></c>`
}

function sheetXml(rows: readonly (readonly TestCell[])[], { padding = '', dimension = 'A1' }: WorkbookOptions): string {
  const body = rows.map((cells, row) => {
    const xml = cells.map((cell, column) => cellXml(cell, `${columnName(column)}${row + 1}`)).join('')
    return `<row r="${row + 1}">${xml}</row>`
  })
  return `<worksheet><dimension ref="${dimension}"/><sheetData>${body.join('')}${padding}</sheetData></worksheet>`
}

export function workbookBytes(tabs: TestTabs, options: WorkbookOptions = {}): Uint8Array {
  const names = Object.keys(tabs)
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml': `<workbook xmlns:r="${relation}"><sheets>${names
      .map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names
      .map(
        (_, index) =>
          `<Relationship Id="rId${index + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
      )
      .join('')}</Relationships>`,
  }
  names.forEach((name, index) => (parts[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(tabs[name] ?? [], options)))
  const { created, modified } = options
  if (created !== undefined)
    parts['docProps/core.xml'] = `<cp:coreProperties><dcterms:created>${created}</dcterms:created>${
      modified === undefined ? '' : `<dcterms:modified>${modified}</dcterms:modified>`
    }</cp:coreProperties>`
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
}
