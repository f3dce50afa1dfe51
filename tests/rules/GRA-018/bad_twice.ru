#+ finds: scale:test
#+ says: The 2 levels of test scale do not have the ranks 1 to 2.
DELETE DATA { level:test-2 bw:rank 2 } ;
INSERT DATA { level:test-2 bw:rank 1 }
