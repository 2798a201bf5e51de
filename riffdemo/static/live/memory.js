// What outlives a reload of the page, which Gradio does by itself when its server was restarted: wishes and place, and
// whether it played.

const {query} = await import('./riff.js' + new URL(import.meta.url).search);

const NAME = 'riffdemo.live';

// The address leads back to this tab when the page is loaded again.
export const stay = riff => {
    const address = new URL(location.href);
    if (address.searchParams.has('riff')) return;
    address.searchParams.set('riff', new URLSearchParams(query(riff)).get('riff'));
    history.replaceState(history.state, '', address);
};

export const remember = (riff, position, playing) => {
    try {
        sessionStorage.setItem(NAME, JSON.stringify({search: location.search, riff, position, playing}));
    } catch { /* a browser without storage forgets */ }
};

// What was remembered under this very address; another link is another riff.
export const remembered = () => {
    try {
        const kept = JSON.parse(sessionStorage.getItem(NAME));
        return kept?.search === location.search ? kept : null;
    } catch {
        return null;
    }
};
