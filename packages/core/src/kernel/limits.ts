/** The largest amount or count anything here may carry. */
export const MAX_AMOUNT = 1_000_000_000_000
