// One slide after the other, without sound or movement.
Reveal.initialize({ hash: true, transition: 'none', width: 960, height: 700 });
