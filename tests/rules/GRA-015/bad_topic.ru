#+ finds: claim:test-1
#+ finds: claim:test-2
#+ says: It is one contradicts It is two, which is on another topic or does not say so.
#+ says: It is two contradicts It is one, which is on another topic or does not say so.
DELETE DATA { claim:test-2 bw:claimTopic claim-topic:test } ;
INSERT DATA { claim:test-2 bw:claimTopic claim-topic:else }
