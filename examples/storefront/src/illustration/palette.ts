/** Colours of one drawing: the wall behind it, its body in three depths, and something that stands out. */
export type Palette = {
  readonly wall: string
  readonly floor: string
  readonly light: string
  readonly body: string
  readonly deep: string
  readonly accent: string
}

const palettes: readonly Palette[] = [
  { wall: '#e6eee2', floor: '#d2e0cd', light: '#fffaf0', body: '#d9573a', deep: '#a53a22', accent: '#f5ce6a' },
  { wall: '#fbeccb', floor: '#f3dca6', light: '#fffaf0', body: '#3f7d5f', deep: '#2a5a43', accent: '#d9573a' },
  { wall: '#f8dfd5', floor: '#eec8b9', light: '#fffaf0', body: '#38777a', deep: '#265558', accent: '#f5ce6a' },
  { wall: '#dde9ee', floor: '#c6d9e1', light: '#fffaf0', body: '#e0a437', deep: '#a8741a', accent: '#c9472c' },
  { wall: '#efe6ee', floor: '#e0d0de', light: '#fffaf0', body: '#7f5f8c', deep: '#5b4166', accent: '#f0a58c' },
  { wall: '#ece7d6', floor: '#ddd5bb', light: '#fffaf0', body: '#b9654c', deep: '#854231', accent: '#7fa57f' },
]

/** A number that is always the same for the same text (FNV-1a). */
export function seedOf(text: string): number {
  let seed = 0x811c9dc5
  for (const letter of text) seed = Math.imul(seed ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return seed >>> 0
}

/** The colours of a product: always the same ones. */
export function paletteOf(productId: string): Palette {
  return palettes[seedOf(productId) % palettes.length] ?? (palettes[0] as Palette)
}
