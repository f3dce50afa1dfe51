#+ finds: attained:test-1-2-b
#+ says: The label “read pictograms” stands where the URI of a skill belongs.
DELETE DATA { attained:test-1-2-b bw:skill skill:523360c6-52f2-4cbd-951f-3be2a4ca930c } ;
INSERT DATA { attained:test-1-2-b bw:skill "read pictograms"@en }
