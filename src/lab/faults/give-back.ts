import { regionOf, type Site } from '../site.ts'

/** Lets lost regions be managed again: nothing runs there, and what they had on disk is as it was. */
export async function giveBack(site: Site, regions: readonly string[]): Promise<void> {
  const given = regions.map((name) => regionOf(site, name).name)
  for (const name of given) if (site.lost.has(name)) await site.networks?.giveBack(name)
  // The line first: whoever hears that a region answers may reach it.
  if ([...site.lost].every((name) => given.includes(name))) await site.link.mend()
  for (const name of given) site.lost.delete(name)
}
