/** Tells how far a long piece of work is. */
export type Progress = { readonly at: (done: number) => void; readonly end: () => void }

const WIDTH = 28

/** A bar that moves on a terminal; elsewhere a line each tenth of the way. */
export function progressBar(label: string, total: number, out: NodeJS.WriteStream = process.stderr): Progress {
  let shown = -1
  const draw = (done: number): void => {
    const share = total === 0 ? 1 : Math.min(1, done / total)
    const step = Math.floor(share * (out.isTTY ? 100 : 10))
    if (step === shown) return
    shown = step
    const percent = `${Math.floor(share * 100)} %`.padStart(5)
    if (!out.isTTY) {
      out.write(`${label} ${percent} (${done} of ${total})\n`)
      return
    }
    const filled = Math.round(share * WIDTH)
    out.write(`\r${label} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${percent}  ${done} of ${total}`)
  }
  draw(0)
  return {
    at: draw,
    end: () => {
      draw(total)
      if (out.isTTY) out.write('\n')
    },
  }
}
