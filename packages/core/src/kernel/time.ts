/** Milliseconds of a day of 24 hours; days of a calendar are counted in the brand's zone. */
export const dayMs = 86_400_000
