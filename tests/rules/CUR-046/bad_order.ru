#+ finds: curriculum:test
#+ says: A first course has a date that is none, is there twice, or is out of order (2026-03-01).
DELETE WHERE { curriculum:test dct:modified ?date } ;
INSERT DATA { curriculum:test dct:modified "2025-01-01"^^xsd:date }
