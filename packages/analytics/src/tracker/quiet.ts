/** The value, or undefined when the task throws. */
export function quietly<Value>(task: () => Value): Value | undefined {
  try {
    return task()
  } catch {
    return undefined
  }
}

/** The value in a list of its own, or undefined when the task throws or rejects. */
export async function tried<Value>(task: () => Value | Promise<Value>): Promise<readonly [Value] | undefined> {
  try {
    return [await task()]
  } catch {
    return undefined
  }
}

/** A JSON value, or undefined when the text is none. */
export function parsed<Shape>(text: string | null | undefined): Shape | undefined {
  return quietly(() => JSON.parse(text as string) as Shape)
}
