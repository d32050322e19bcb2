#!/usr/bin/env node
// Development: runs the TypeScript as it is (Node strips the types); no build needed.
import { Config, flush, handle, run, settings } from '@oclif/core'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

settings.debug = true
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pjson = JSON.parse(readFileSync(`${root}/package.json`, 'utf8').replaceAll('./dist/', './'))
const config = await Config.load({ root, pjson, ignoreManifest: true, enablePerf: false, isRoot: true })
await run(process.argv.slice(2), config)
  .then(async () => flush())
  .catch(handle)
