import type { SiyuContract } from '../contract.ts'

/** One sentence per operation. They stand here and not in the contracts, so that no page has to carry them. */
type Summaries = {
  readonly [Concept in keyof SiyuContract]: { readonly [Verb in keyof SiyuContract[Concept]]: string }
}

const summaries: Summaries = {
  brands: {
    get: 'The brand this key belongs to: name, currency, time zone.',
    signInOperator: 'Open an operator session with login and password.',
  },
  ledger: {
    accounts: 'The accounts of a book, by owner.',
    entries: 'The entries of one account, newest first.',
    trialBalance: "All books: the owners' balances beside the brand's accounts.",
    seals: 'The seals over the ledger, newest first.',
    audit: 'Derive every balance again and name every difference.',
  },
  compliance: {
    consents: 'What you agreed to, by purpose, and the policy it is about.',
    setConsent: 'Say yes or no to one purpose; a no counts at once.',
    adoptConsents: 'Carry over what was said on this device before signing in.',
    policies: 'All versions of the privacy policy, the newest first.',
    exportData: 'Everything the shop keeps about you, as one document.',
    requests: 'Your requests about your data, newest first.',
    requestData: 'Ask the shop about your data, or to put something right.',
    previewDeletion: 'What goes with your account, and what would have to end first.',
    requestDeletion: 'Delete your account; until it begins it can be taken back.',
    cancelDeletion: 'Keep your account after all.',
    settings: 'Within how many days requests are answered and deletions begin.',
    saveSettings: 'Change these times.',
    savePolicy: 'Publish a version of the privacy policy, or change one that is not in force yet.',
    memberConsents: 'The consents of a member with their receipts.',
    setMemberConsent: 'Write down what a member or a guardian said on paper or on the phone.',
    statistics: 'Consents of all members by purpose, and how the queue of requests stands.',
    queue: 'Requests that wait, soonest due first, or those that have an end.',
    openRequest: 'Write down a request that came by letter or phone; a deletion begins at once.',
    answer: 'Answer a request to see or to correct data.',
    exportMember: 'Everything the shop keeps about a member, as one document.',
  },
  members: {
    requestCode: 'Send a sign-in code to a phone number or an e-mail address.',
    signIn: 'Sign in with a code; a new person becomes a member.',
    refresh: 'Open a new access token with a refresh token.',
    signOut: 'End the session of this token.',
    mintSession: 'A session for a person known by an id of your own system; joins them if new.',
    get: 'The signed-in member.',
    updateProfile: 'Put your own name and birthday right.',
    list: 'All members, newest first, with tier, growth, points and tags.',
    import: 'Bring in a member of another system, once per external id.',
    labels: 'The tags and segments of a member.',
    label: 'Replace the tags and segments of a member, which promotions may ask for.',
  },
  tiers: {
    get: 'Your tier, the way to the next, what is missing to keep it, and how it changed.',
    settings: 'The tiers of the club, their benefits, and how growth is earned.',
    configure: 'Replace the tiers of the club; members may rise at once, and nobody falls for it.',
    member: 'The tier of a member, as they see it.',
    set: 'Set the tier of a member by hand, or let growth decide again.',
    adjust: 'Give or take growth with a reason.',
    record: 'Growth for a check-in, a review or a completed profile, once each.',
    giveBirthdayGift: 'Give a member the birthday gift of their tier, once in a calendar year.',
  },
  catalog: {
    list: 'Published products with stock; prices for the caller.',
    get: 'One published product.',
    save: 'Make a product or replace it whole.',
  },
  inventory: {
    adjust: 'Receive goods, or correct a count with a reason.',
    get: 'On hand, held and sold of one SKU.',
  },
  promotions: {
    list: 'Promotions that run now, highest priority first.',
    all: 'All promotions, newest first, with what was used of their limits.',
    save: 'Make a promotion or replace it whole.',
  },
  coupons: {
    list: 'The coupons in your wallet, usable ones first.',
    offers: 'The coupon centre: what can be claimed, and what no longer can.',
    claim: 'Take a coupon into your wallet.',
    redeemCode: 'Take a coupon with a code: a public one, or one of a batch that is good once.',
    give: 'Offer a coupon of yours to whoever brings the code within a day.',
    withdrawGift: 'Take an offered coupon back before anybody came for it.',
    accept: 'Take a coupon another member gave.',
    saveTemplate: 'Make a coupon template or replace it whole.',
    templates: 'All coupon templates with issued and redeemed counts and what they took off.',
    createBatch: 'Make up to 100,000 unique codes of a template, all or none.',
    voidBatch: 'Take back the codes of a batch that nobody has claimed with.',
    batches: 'The newest batches of codes with how many were claimed with.',
    batchCodes: 'The codes of a batch in their order, and who claimed with each.',
    issue: 'Give a coupon to a member by hand.',
    void: 'Take a coupon away from a member, with a reason.',
    ofMember: 'The wallet of a member.',
  },
  points: {
    get: 'Your points: spendable, pending, held, debt and what ends next.',
    history: 'Your points history, newest first.',
    settings: 'How points are earned, spent and lost.',
    liability: 'What the brand owes in points, by the month they end in, and what will probably expire.',
    configure: 'Replace the points program.',
    adjust: 'Give or take points by hand, with a reason.',
    earn: 'Credit a purchase made elsewhere by the rules of now; the same reference counts once.',
    redeem: 'Spend points on a purchase made elsewhere; the same reference counts once.',
    refund: 'Reverse a purchase made elsewhere, in whole or in part; both figures are totals.',
    getMember: 'What a member has in points, lot by lot.',
    memberHistory: 'The points history of a member, with who did what and why, newest first.',
    checkIn: 'Check in for today, once, in a row for more points.',
    checkInStatus: 'Your calendar of check-ins, your streak, what today gives and what comes next.',
    activity: 'Tell of your finished profile or a review, once each, for points.',
    activityOf: 'Tell of an activity of a member, for points.',
    doneActivities: 'What the signed-in member was credited for beside buying, newest first.',
    activities: 'What earns points beside buying.',
    configureActivities: 'Replace what earns points beside buying.',
    mall: 'The points mall: what points buy.',
    items: 'All items of the points mall with what was redeemed.',
    saveItem: 'Make an item of the points mall or replace it whole.',
    household: 'Your household, and what you may send in it.',
    invite: 'Invite whoever brings the code within a day into your household.',
    joinHousehold: 'Accept an invitation into a household.',
    leaveHousehold: 'Leave your household or, as its owner, take a member out.',
    transfer: 'Send points to a member of your household; they keep their end.',
    sharing: 'Whether and how households share points.',
    configureSharing: 'Replace whether and how households share points.',
    freeze: 'Freeze a points account: it earns, but nothing is spent.',
    unfreeze: 'Let a frozen points account spend again.',
    import: 'Bring in up to 200 opening balances, each once per reference.',
  },
  shipping: {
    settings: 'What shipping costs where, and what refunds do with it.',
    saveSettings: 'Replace the shipping templates and the refund policy.',
  },
  taxes: {
    settings: 'How prices carry tax, and the rates.',
    saveSettings: 'Replace how prices carry tax, and the rates.',
  },
  pricing: {
    quote: 'What a basket costs you, to the unit, and why.',
    facts: 'Everything the price of a basket depends on, to price it on the device.',
    test: 'What a basket would cost someone at some moment, with a draft promotion if wanted, and why.',
  },
  carts: {
    get: 'Your cart.',
    setLine: 'Set how many of a SKU are in your cart; 0 takes it out.',
    setOptions: 'Choose coupons, or leave the choice open, and points for your cart.',
  },
  referrals: {
    get: 'Your referral code, who referred you and how many you referred.',
    bind: 'Bind yourself to the member whose code this is.',
    commission: 'Your commission by state, and the newest 100 orders behind it.',
    team: 'Those who joined directly through your code, newest first.',
    tree: 'Everyone who referred or was referred, newest bindings first.',
    configure: 'Replace the commission plan.',
  },
  orders: {
    checkout: 'Turn your cart into an order; stock, coupons and points are held together or not at all.',
    redeem: 'Turn points into an order of one item of the points mall.',
    get: 'One of your own orders.',
    list: 'Your own orders, newest first.',
    cancel: 'Cancel your own unpaid order.',
    complete: 'Confirm that your paid order arrived.',
    refund: 'Take units of an order back; everything the order moved is reversed exactly.',
    listAll: 'All orders of the brand, newest first.',
    import: 'Bring in a completed order of another system, once per external id.',
  },
  payments: {
    create: 'Set out to pay your own order.',
    get: 'One of your own payments.',
    simulate: 'Pay (or fail to pay) at the built-in test provider.',
  },
  insights: {
    funnel: 'How many people went through these steps, in order.',
  },
}

/** What the operation `concept.verb` does, in one sentence; its name where the house knows none. */
export function summaryOf(name: string): string {
  const [concept = '', verb = ''] = name.split('.')
  const verbs: Readonly<Record<string, string>> | undefined = (summaries as Readonly<Record<string, typeof verbs>>)[
    concept
  ]
  return verbs?.[verb] ?? name
}
