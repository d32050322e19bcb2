// One bundle a command, shared chunks beside them: with oclif's manifest only the wanted command is loaded.
import { globSync, rmSync } from 'node:fs'
import { writeDeclarations } from './declarations.mjs'

rmSync('dist', { recursive: true, force: true })
writeDeclarations()
const entries = ['src/main.ts', 'src/index.ts', 'src/workers/forecast-worker.ts', 'src/workers/optimise-worker.ts', 'src/workers/simulate-worker.ts', ...globSync('commands/**/*.ts')]

export default {
  input: Object.fromEntries(entries.map((file) => [file.replace(/\.ts$/, ''), file])),
  platform: 'node',
  // Native code and WebAssembly stay outside; they are loaded when they are asked for.
  external: [/^@duckdb\//, /^highs$/],
  output: {
    dir: 'dist',
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
}
