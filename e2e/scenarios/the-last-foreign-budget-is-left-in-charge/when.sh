source ../lib.sh

settle
eventually 30 says OverlappingBudgets findings web
k delete pdb two
