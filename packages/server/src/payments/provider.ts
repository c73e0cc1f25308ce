/** A service that takes and gives back money. Every call carries an id of ours and may be made again with it. */
export type PaymentProvider = {
  readonly name: string
  /** Pays a refund. Resolves when the provider has taken it on for good; rejects to be asked again later. */
  readonly refund: (refund: {
    readonly refundId: string
    readonly paymentId: string
    readonly amountMinor: number
  }) => Promise<void>
}

/** The built-in provider: it gives back at once whatever is asked of it. */
export const testPaymentProvider: PaymentProvider = { name: 'test', refund: async () => undefined }
