#+ finds: curriculum:test
#+ says: A first course names <https://w3id.org/bwise/id/requirement/of-others> as a known gap, which its profile does not require.
INSERT DATA { curriculum:test bw:knownGap known-gap:b . known-gap:b a bw:KnownGap ; bw:requirement requirement:of-others ; bw:rationale "Elsewhere."@en }
