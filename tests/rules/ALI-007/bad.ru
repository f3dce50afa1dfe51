#+ finds: attained:test-1-2-b
#+ says: ESCO v1.1.1 has declared made-up obsolete skill obsolete (successor: follow verbal instructions).
DELETE DATA { attained:test-1-2-b bw:skill skill:523360c6-52f2-4cbd-951f-3be2a4ca930c } ;
INSERT DATA { attained:test-1-2-b bw:skill skill:test-obsolete }
