#+ finds: curriculum:test
#+ says: A first course has to name a field of ISCED-F 2013 in the EU's URIs (found: –).
DELETE DATA { curriculum:test elm:ISCEDFCode isced-f:0031 }
