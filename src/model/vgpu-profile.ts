/**
 * NVIDIA names a vGPU type by board, framebuffer in GB and series: `grid_a100-40c`, `nvidia_l40s-24q`, with
 * the number of MIG slices between in `grid_a100-3-20c` (NVIDIA vGPU software user guide, Virtual GPU Types); people
 * write `GRID T4-8Q` for the same. 0 stands for half a GB. Series: A applications, B desktops, C computing, Q workstations.
 */
export interface VgpuProfile {
  /** As in the name, such as a100. */
  readonly board: string
  readonly framebufferGiB: number
  /** Of the board's MIG slices; null = it shares the board by time. */
  readonly migSlices: number | null
  readonly series: 'a' | 'b' | 'c' | 'q'
}

const pattern = /^(?:grid|nvidia)[_ ]([a-z0-9_ ]{1,40}?)(?:-(\d))?-(\d{1,3})([abcq])(?:4|me|gfx|mecgfx)?$/i

/** Null for any other text. */
export function parseVgpuProfile(text: string): VgpuProfile | null {
  const match = text.length > 80 ? null : pattern.exec(text.trim())
  if (!match) return null
  const [, board = '', slices, framebuffer = '', series = ''] = match
  return {
    board: board.toLowerCase(),
    framebufferGiB: Number(framebuffer) === 0 ? 0.5 : Number(framebuffer),
    migSlices: slices === undefined ? null : Number(slices),
    series: series.toLowerCase() as VgpuProfile['series'],
  }
}
