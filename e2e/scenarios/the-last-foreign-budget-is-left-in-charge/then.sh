source ../lib.sh

eventually 30 says ExistingBudget findings web
absent pdb/web-faultline
eventually 75 says True/DrainAllowed condition web DisruptionSafe
