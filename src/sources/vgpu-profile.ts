/**
 * NVIDIA names a vGPU type by board, framebuffer in GB and series: `grid_a100-40c`, `nvidia_l40s-24q`, with
 * the number of MIG slices between in `grid_a100-3-20c` (NVIDIA vGPU software user guide, Virtual GPU Types).
 * 0 stands for half a GB. Null for any other text.
 */
export function framebufferGiB(profile: string): number | null {
  const text = /^(?:grid|nvidia)_[a-z0-9]+(?:-\d+)?-(\d+)[abcq](?:me)?$/i.exec(profile.trim())?.[1]
  if (text === undefined) return null
  return text === '0' ? 0.5 : Number(text)
}
