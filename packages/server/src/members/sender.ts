/** Sends a sign-in code to someone. Resolves to the code itself only in tests and demos, where nothing is sent. */
export type CodeSender = {
  readonly send: (to: {
    readonly kind: 'phone' | 'email'
    readonly address: string
    readonly code: string
  }) => Promise<void>
  /** Whether the reply may tell the code: true for the built-in test sender only. */
  readonly tellsCode: boolean
}

/** Sends nothing; the reply tells the code. */
export const testCodeSender: CodeSender = { send: async () => undefined, tellsCode: true }
