/** How much may be in memory at once, in bytes of request bodies. What does not fit is refused, never waited for. */
export type Budget = {
  /** False when there is no room: nothing was taken. */
  readonly take: (bytes: number) => boolean
  readonly give: (bytes: number) => void
}

export function createBudget(maxBytes: number): Budget {
  let takenBytes = 0
  return {
    take: (bytes) => {
      if (takenBytes + bytes > maxBytes) return false
      takenBytes += bytes
      return true
    },
    give: (bytes) => {
      takenBytes -= bytes
    },
  }
}

/** What one request has taken of the budget, given back as a whole. */
export type Share = { readonly take: (bytes: number) => boolean; readonly giveBack: () => void }

export function openShare(budget: Budget): Share {
  let takenBytes = 0
  return {
    take: (bytes) => {
      const isTaken = budget.take(bytes)
      if (isTaken) takenBytes += bytes
      return isTaken
    },
    giveBack: () => {
      budget.give(takenBytes)
      takenBytes = 0
    },
  }
}
