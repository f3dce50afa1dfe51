#+ finds: curriculum:test
#+ says: A first course has to name a field of ISCED-F 2013 in the EU's URIs (found: “0031”).
DELETE DATA { curriculum:test elm:ISCEDFCode isced-f:0031 } ;
INSERT DATA { curriculum:test elm:ISCEDFCode "0031" }
