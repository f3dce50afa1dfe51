#+ finds: curriculum:test
#+ says: A first course has a date that is none, is there twice, or is out of order (“last autumn”).
DELETE WHERE { curriculum:test dct:modified ?date } ;
INSERT DATA { curriculum:test dct:modified "last autumn" }
