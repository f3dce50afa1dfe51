#+ finds: curriculum:test
#+ says: Tools in A first course has neither an adaptation for named groups nor an accessible format.
DELETE DATA { outcome:test-2-1 bw:adaptation adaptation:test }
