import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseVgpuProfile } from '../../src/model/vgpu-profile.ts'

describe('a vGPU profile', () => {
  it.each([
    ['grid_a16-4q', { board: 'a16', framebufferGiB: 4, migSlices: null, series: 'q' }],
    ['nvidia_a10-8c', { board: 'a10', framebufferGiB: 8, migSlices: null, series: 'c' }],
    ['GRID T4-16Q', { board: 't4', framebufferGiB: 16, migSlices: null, series: 'q' }],
    ['grid_m60-0b', { board: 'm60', framebufferGiB: 0.5, migSlices: null, series: 'b' }],
    ['grid_p40-2b4', { board: 'p40', framebufferGiB: 2, migSlices: null, series: 'b' }],
    ['grid_m10-1a', { board: 'm10', framebufferGiB: 1, migSlices: null, series: 'a' }],
    ['grid_a100-3-20c', { board: 'a100', framebufferGiB: 20, migSlices: 3, series: 'c' }],
    ['grid_a100-1-5cme', { board: 'a100', framebufferGiB: 5, migSlices: 1, series: 'c' }],
    ['nvidia_rtxa6000-48q', { board: 'rtxa6000', framebufferGiB: 48, migSlices: null, series: 'q' }],
  ] as const)('%s says board, framebuffer and purpose', (text, profile) => {
    expect(parseVgpuProfile(text)).toEqual(profile)
  })

  it.each([
    '',
    'NVIDIA T4',
    'grid_k120q',
    'grid_t4-16x',
    'grid_-4q',
    'a16-4q',
    'grid_t4-4q; rm',
    `grid_${'a'.repeat(1e5)}-4q`,
  ])('is unknown where it is none: %s', (text) => {
    expect(parseVgpuProfile(text)).toBeNull()
  })

  it('is unknown in a text that no device has for a name', () => {
    expect(parseVgpuProfile(`grid_${'a'.repeat(1e5)}-4q`)).toBeNull()
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `grid_${text}-4q`),
        ),
        (text) => {
          const profile = parseVgpuProfile(text)

          expect(profile === null || profile.framebufferGiB > 0).toBe(true)
        },
      ),
    )
  })
})
