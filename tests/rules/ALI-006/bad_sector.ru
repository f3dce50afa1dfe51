#+ finds: attained:test-1-2-b
#+ says: <https://w3id.org/bwise/id/sector-skill/unheard-of> does not exist in ESCO v1.1.1 and is no declared skill of the sector.
DELETE DATA { attained:test-1-2-b bw:skill skill:523360c6-52f2-4cbd-951f-3be2a4ca930c } ;
INSERT DATA { attained:test-1-2-b bw:skill sector-skill:unheard-of }
