#+ finds: curriculum:test
#+ says: Tools in A first course has no outcome with an adaptation.
DELETE DATA { outcome:test-2-1 bw:adaptation adaptation:test }
