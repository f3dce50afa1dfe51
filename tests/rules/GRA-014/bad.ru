#+ finds: claim:test-1
#+ says: It is one has not one known topic, a value and a source (found: –).
DELETE WHERE { claim:test-1 bw:claimedValue ?v }
