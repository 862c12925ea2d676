source ../lib.sh

settle
protect web
