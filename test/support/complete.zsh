# Types a line and two tabs into an interactive zsh that has sourced ./script, and prints what the terminal shows. Usage: zsh -f complete.zsh LINE
zmodload zsh/zpty
zpty -b shell zsh -f -i
zpty -w shell "PS1=; autoload -U compinit; compinit -u -d ./dump; source ./script; print REA''DY"
until [[ $shown == *READY* ]]; do zpty -r -t shell part && shown+=$part || sleep 0.05; done
zpty -w -n shell "$1"$'\t\t'
for wait in {1..20}; do
  sleep 0.05
  while zpty -r -t shell part; do print -rn -- "$part"; done
done
zpty -d shell
