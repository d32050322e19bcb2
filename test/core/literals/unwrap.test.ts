import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findInBytes } from '../../../src/core/literals/unwrap.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64')
const gzip = (content: string | Uint8Array): Uint8Array => gzipSync(content)
const wrap = (text: string, indent: string, eol = '\n'): string =>
  (text.match(/.{1,76}/g) ?? []).map((line) => indent + line).join(eol)

const found = (content: Uint8Array) =>
  (findInBytes(content)?.literals ?? []).map(({ text, layers, line, column, inner }) => ({
    text,
    layers: layers.join(' '),
    at: `${line}:${column}`,
    inner: inner && `${inner.line}:${inner.column}`,
  }))

const script = '#!/bin/sh\n# keep\nexport DB=10.0.5.17\n'

describe('addresses in packed text', () => {
  test('are found where they are, in text that is not packed', () => {
    expect(found(bytes(script))).toEqual([{ text: '10.0.5.17', layers: '', at: '3:11', inner: null }])
  })

  test('are found in gzip, which cloud-init takes as user data', () => {
    expect(found(gzip(script))).toEqual([{ text: '10.0.5.17', layers: 'gzip', at: '1:1', inner: '3:11' }])
  })

  test('are found in base64 in one line, with the place of the line and the place inside', () => {
    const text = `write_files:\n- path: /etc/x\n  encoding: b64\n  content: ${base64(script)}\n`

    expect(found(bytes(text))).toEqual([{ text: '10.0.5.17', layers: 'base64', at: '4:12', inner: '3:11' }])
  })

  test('are found in base64 of an address alone', () => {
    expect(found(bytes(`host: ${base64('10.0.5.17')}`))).toEqual([
      { text: '10.0.5.17', layers: 'base64', at: '1:7', inner: '1:1' },
    ])
  })

  test.each(['\n', '\r\n'])('are found in wrapped and indented base64 of gzip', (eol) => {
    const packed = wrap(base64(gzip(`${script}${'x = 1\n'.repeat(3)}${[...Array(400).keys()].join(' ')}`)), '    ', eol)
    const text = `write_files:${eol}- encoding: gz+b64${eol}  content: |${eol}${packed}${eol}runcmd: [ls]${eol}`

    expect(found(bytes(text))).toEqual([{ text: '10.0.5.17', layers: 'base64 gzip', at: '4:5', inner: '3:11' }])
  })

  test('are found in the parts of a MIME message, packed and plain', () => {
    const part = (encoding: string, body: string): string =>
      `--b\nContent-Type: text/x-shellscript\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n`
    const message = `Content-Type: multipart/mixed; boundary="b"\nMIME-Version: 1.0\n\n${part('7bit', 'ping 10.0.1.1')}${part('base64', wrap(base64(`${script}${script}`), ''))}--b--\n`

    expect(found(gzip(message))).toEqual([
      { text: '10.0.5.17', layers: 'gzip base64', at: '1:1', inner: '3:11' },
      { text: '10.0.5.17', layers: 'gzip base64', at: '1:1', inner: '6:11' },
      { text: '10.0.1.1', layers: 'gzip', at: '1:1', inner: '8:6' },
    ])
  })

  test('are found four levels down, and a fifth is said not to have been looked at', () => {
    let content: Uint8Array = bytes(script)
    for (let level = 0; level < 4; level++) content = bytes(`content: ${base64(gzip(content))}`)
    const fifth = bytes(`content: ${base64(gzip(content))}`)

    expect(found(content)).toMatchObject([{ text: '10.0.5.17', layers: 'base64 gzip '.repeat(4).trim() }])
    expect(findInBytes(content)?.incomplete).toBe(false)
    expect(findInBytes(fifth)).toEqual({ literals: [], secrets: [], incomplete: true })
  })

  test('are found in UTF-16, as of PowerShell', () => {
    const encoded = Buffer.from('ping 10.0.5.17', 'utf16le').toString('base64')

    expect(found(bytes(`powershell -EncodedCommand ${encoded}`))).toMatchObject([{ text: '10.0.5.17', inner: '1:6' }])
    expect(found(Buffer.from('\uFEFFping 10.0.5.17', 'utf16le'))).toMatchObject([{ text: '10.0.5.17', at: '1:6' }])
  })

  test('are found at any place of any text, once, through any layers', () => {
    const layer = fc.constantFrom('base64', 'gzip', 'wrapped')
    fc.assert(
      fc.property(
        fc.array(layer, { maxLength: 3 }),
        fc.array(fc.constantFrom('one', 'two three', '', '#'), { maxLength: 5 }),
        (layers, lines) => {
          let content: Uint8Array = bytes([...lines, 'db = 10.0.5.17', 'end'].join('\n'))
          for (const each of layers)
            content =
              each === 'gzip'
                ? gzip(content)
                : bytes(`key: ${each === 'base64' ? base64(content) : `|\n${wrap(base64(content), '  ')}`}\n`)

          expect(found(content).map(({ text }) => text)).toEqual(['10.0.5.17'])
        },
      ),
    )
  })
})

describe('what is hostile or no text', () => {
  test('a bomb is opened to its bound, and said to be incomplete', () => {
    const bomb = gzip(new Uint8Array(200 * 1024 * 1024))

    const result = findInBytes(bytes(`ok: 10.0.5.17\nbomb: ${base64(bomb)}\n`))

    expect(result).toMatchObject({ literals: [{ text: '10.0.5.17' }], incomplete: true })
  })

  test('many bombs together are bounded too', () => {
    const bomb = base64(gzip(new Uint8Array(15 * 1024 * 1024).fill(0x20)))
    const started = performance.now()

    const result = findInBytes(bytes(`b: ${bomb}\n`.repeat(200)))

    expect(result?.incomplete).toBe(true)
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('gzip that breaks off gives what came before, and gzip that is none is said', () => {
    const whole = gzip(`${script}${[...Array(5000).keys()].join('\n')}`)

    expect(found(whole.subarray(0, whole.length - 200))).toMatchObject([{ text: '10.0.5.17' }])
    expect(findInBytes(Uint8Array.from([0x1f, 0x8b, 9, 9, 9, 9]))).toEqual({
      literals: [],
      secrets: [],
      incomplete: true,
    })
  })

  test('bytes that are no UTF-8 hide nothing', () => {
    const content = Buffer.concat([Buffer.from([0xff, 0xe9, 0xc3]), bytes('\nIP=10.0.5.17 '), Buffer.from([0xe9])])

    expect(found(content)).toEqual([{ text: '10.0.5.17', layers: '', at: '2:4', inner: null }])
  })

  test('a program or picture is no text', () => {
    expect(findInBytes(Buffer.from('\u007fELF\u0002\u0001\u0000\u0000 10.0.5.17 '))).toBeNull()
  })

  test('nothing is found in nothing', () => {
    expect(findInBytes(new Uint8Array())).toEqual({ literals: [], secrets: [], incomplete: false })
  })

  test.each([
    ['one line of base64', 'QUFB'.repeat(3_000_000)],
    ['lines of base64', `${'QUFB'.repeat(19)}\n`.repeat(150_000)],
    ['words', 'configuration endpoints '.repeat(500_000)],
    ['lines of one word', 'endpoints\n'.repeat(1_000_000)],
    ['padding', '='.repeat(8_000_000)],
    ['lines', '\n'.repeat(8_000_000)],
    ['spaces', `QUFBQUFB\n${' '.repeat(8_000_000)}`],
  ])('%s take time that grows with their length', (_, text) => {
    const started = performance.now()

    findInBytes(bytes(text))

    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
