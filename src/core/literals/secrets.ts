/** Everything in a text that reads as a credential: where it is and of which kind. What it is, nobody is told. */
import { findAssignments } from './secret-assignments.ts'
import { findAtPlaces } from './secret-places.ts'
import { findStartPasswords } from './start-passwords.ts'
import { findTokens, type FoundSecret } from './secret-tokens.ts'

/**
 * Each once, in the order of the text: of several that overlap, the one that says most of what it is (a token of a known
 * maker, then a known place, then a name). Time grows with the length of the text.
 */
export function findSecrets(text: string): readonly FoundSecret[] {
  const all = [...findTokens(text), ...findAtPlaces(text), ...findStartPasswords(text), ...findAssignments(text)]
  const ranked = all
    .map((secret, rank) => ({ secret, rank }))
    .sort((a, b) => a.secret.at - b.secret.at || a.rank - b.rank)
  const kept: { secret: FoundSecret; rank: number }[] = []
  for (const each of ranked) {
    const last = kept.at(-1)
    if (!last || each.secret.at >= last.secret.end) kept.push(each)
    else if (each.rank < last.rank) kept.splice(-1, 1, { ...each, secret: joined(last.secret, each.secret) })
    else last.secret = joined(each.secret, last.secret)
  }
  return kept.map(({ secret }) => secret)
}

/** As far as both reach, and of the kind of the second. */
const joined = (one: FoundSecret, { at, end, kind }: FoundSecret): FoundSecret => ({
  at: Math.min(one.at, at),
  end: Math.max(one.end, end),
  kind,
})
