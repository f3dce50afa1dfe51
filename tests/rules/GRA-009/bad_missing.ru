#+ finds: claim:test-1
#+ says: It is one has to state one declared origin.
DELETE DATA { claim:test-1 bw:origin origin:fact }
