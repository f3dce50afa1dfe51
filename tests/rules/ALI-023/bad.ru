#+ finds: curriculum:test
#+ says: A first course leaves 2 of 7 essential requirements open; at most a fifth is expected.
INSERT DATA { curriculum:test bw:knownGap known-gap:b . known-gap:b a bw:KnownGap ; bw:requirement requirement:b ; bw:rationale "Elsewhere."@en . requirement:b a bw:SkillRequirement ; bw:skill skill:fc511e12-fe90-40a0-bec8-227abb5e4255 ; bw:importance relationship-type:essential-skill ; bw:requiredLevel level:foundation . profile:test bw:requires requirement:b }
