#+ finds: curriculum:test
#+ says: A first course does not cover the essential skill work independently at the required level (intermediate) and does not name it as a known gap.
DELETE DATA { curriculum:test bw:knownGap known-gap:test }
