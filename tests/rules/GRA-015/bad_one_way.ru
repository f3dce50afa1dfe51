#+ finds: claim:test-1
#+ says: It is one contradicts It is two, which is on another topic or does not say so.
DELETE DATA { claim:test-2 bw:contradicts claim:test-1 }
